print("rotunda")
